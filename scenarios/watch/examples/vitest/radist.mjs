// A small honest client of Radist.Online: it makes a connection of a session only when that is authenticated.
export class Radist {
  constructor({ url, key, company, pause = 5000 }) {
    Object.assign(this, { base: `${url}/companies/${company}`, key, pause });
  }

  // connect logs in by QR: show gets the address of the code.
  async connect(show) {
    let session = await this.call("POST", "/telegram/init", { auth_type: "qr" });
    show(session.qr_login.url);
    while (session.status !== "authenticated") {
      if (!["qr", "qr_expired", "wait"].some((status) => session.status.startsWith(status)) && !session.qr_login) {
        throw new Error(`the login wants ${session.status}`);
      }
      await new Promise((done) => setTimeout(done, this.pause));
      session = await this.call("POST", "/telegram/login", { session_id: session.session_id });
    }
    return this.create(session);
  }

  create(session) {
    return this.call("POST", "/connections/", { type: "telegram", params: { session_id: session.session_id } });
  }

  async call(method, path, body) {
    const headers = { "X-Api-Key": this.key, "Content-Type": "application/json" };
    const response = await fetch(this.base + path, { method, headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`);
    return response.json();
  }
}

export const fromEnvironment = (kind, more) => {
  const { SPARRING_RADIST_URL: url, SPARRING_RADIST_API_KEY: key, SPARRING_RADIST_COMPANY_ID: company } = process.env;
  return new kind({ url, key, company, ...more });
};

// scan is the user, who scans the code: an event of the server.
export const scan = async () => {
  const { SPARRING_SERVER: server, SPARRING_WORLD: world } = process.env;
  const event = { api: "radist", event: "telegram.qr_scanned" };
  const headers = { "Content-Type": "application/json" };
  const address = `${server}/_sparring/v1/worlds/${world}/events`;
  const response = await fetch(address, { method: "POST", headers, body: JSON.stringify(event) });
  if (!response.ok) throw new Error(await response.text());
};
