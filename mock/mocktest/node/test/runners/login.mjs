// A client of one call: honest, or with a number in place of a name.
export async function login(world, username = world.credentials("bonder").username) {
  const response = await fetch(`${world.url("bonder")}/auth`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ ...world.credentials("bonder"), rpt: "10000", username }),
  });
  return response.json();
}
