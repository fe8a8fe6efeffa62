import { http } from "./http.js";

export async function goals(): Promise<string> {
  // ok: env-exfiltration, undeclared-host
  const { data } = await http.get<string>("goals");
  return data;
}

export async function save(saving: { goal: string; amount: number }): Promise<string> {
  // ok: env-exfiltration, undeclared-host
  const { data } = await http.post<string>("savings", saving);
  return data;
}
