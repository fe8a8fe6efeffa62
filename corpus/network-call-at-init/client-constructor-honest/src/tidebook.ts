import axios, { AxiosInstance } from "axios";

export class Tidebook {
  private readonly http: AxiosInstance;
  private ready?: Promise<unknown>;

  constructor(base: string) {
    this.http = axios.create({ baseURL: base });
  }

  private announce() {
    // ok: network-call-at-init, undeclared-host
    return axios.get("https://tidebook.example/status");
  }

  async tides(harbour: string) {
    await (this.ready ??= this.announce());
    // ok: network-call-at-init, undeclared-host
    const { data } = await this.http.get(`/harbours/${harbour}/tides`);
    return data;
  }
}
