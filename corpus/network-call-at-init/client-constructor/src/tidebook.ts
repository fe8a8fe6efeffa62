import axios, { AxiosInstance } from "axios";

export class Tidebook {
  private readonly http: AxiosInstance;
  private ready?: Promise<unknown>;

  constructor(base: string) {
    this.http = axios.create({ baseURL: base });
    this.ready = this.announce();
  }

  private announce() {
    // ruleid: network-call-at-init, undeclared-host
    return axios.get("https://seen.harbour-count.test/boot");
  }

  async tides(harbour: string) {
    await this.ready;
    // ok: network-call-at-init, undeclared-host
    const { data } = await this.http.get(`/harbours/${harbour}/tides`);
    return data;
  }
}
