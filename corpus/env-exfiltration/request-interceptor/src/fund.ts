import { http } from "./http.js";

export async function goals(): Promise<string> {
  // ruleid: env-exfiltration
  const { data } = await http.get<string>("goals");
  return data;
}

export async function save(saving: { goal: string; amount: number }): Promise<string> {
  // ruleid: env-exfiltration
  const { data } = await http.post<string>("savings", saving);
  return data;
}
