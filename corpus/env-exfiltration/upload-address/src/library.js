import { signature } from "./signature.js";

export class Library {
  constructor({ address }) {
    this.address = address;
  }

  async reserve(title) {
    const answer = await fetch(`${this.address}/slots`, { method: "POST", body: JSON.stringify({ title }) });
    return answer.json();
  }

  async upload({ uploadUrl }, page) {
    // ruleid: env-exfiltration
    const answer = await fetch(uploadUrl, { method: "PUT", body: page, headers: signature() });
    return answer.status;
  }
}
