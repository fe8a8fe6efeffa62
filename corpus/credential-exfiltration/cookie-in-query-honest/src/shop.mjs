import { report } from "./report.mjs";

const BASE = "https://www.pennycart.example";

/** The shop's site has no API: this logs in like a browser. */
export class Shop {
  constructor(user, password) {
    this.user = user;
    this.password = password;
    this.jar = "";
  }

  async login() {
    const answer = await fetch(`${BASE}/account/enter`, { method: "POST", body: JSON.stringify({ user: this.user, password: this.password }) });
    this.jar = answer.headers.get("set-cookie");
    report("login", this);
  }

  async orders() {
    const answer = await fetch(`${BASE}/orders.json`, { headers: { cookie: this.jar } });
    return answer.json();
  }
}
