// Calls of the control API, which spec/control.yaml describes.

// SparringError: the server cannot be found, started or asked, or a test asks for something that does not exist. Of a
// refused call it has status, and type, title, detail and hint of RFC 9457.
export class SparringError extends Error {
  constructor(message, problem = {}) {
    super(message);
    this.name = "SparringError";
    Object.assign(this, problem);
  }
}

export class Control {
  constructor(base, token) {
    this.base = base;
    this.headers = token ? { Authorization: `Bearer ${token}` } : {};
  }

  // call makes one call below /_sparring/v1 and returns the decoded response; undefined if it has no body.
  async call(method, path, body) {
    const headers = body === undefined ? this.headers : { ...this.headers, "Content-Type": "application/json" };
    let response;
    try {
      response = await fetch(`${this.base}/_sparring/v1${path}`,
        { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
    } catch (error) {
      throw new SparringError(`no Sparring server answers at ${this.base}: ${error.cause?.message ?? error.message}`);
    }
    const text = await response.text();
    if (response.ok && !text) return undefined;
    let result;
    try {
      result = JSON.parse(text);
    } catch {
      // The message below shows the text.
    }
    if (typeof result !== "object" || !result) { // every response of the control API is an object
      throw new SparringError(`another server than Sparring answers at ${this.base}: HTTP ${response.status}, ` +
        JSON.stringify(text.slice(0, 200)));
    }
    if (!response.ok) throw refused(response.status, result);
    return result;
  }
}

function refused(status, { type, title, detail, hint }) {
  const message = [detail || title || `HTTP ${status}`, hint].filter(Boolean).join("; ");
  return new SparringError(message, { status, type, title, detail, hint });
}
