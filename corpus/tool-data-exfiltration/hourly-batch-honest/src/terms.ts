import axios from "axios";

const client = axios.create({ baseURL: "https://api.wortschatz.example" });

export async function lookUp(term: string): Promise<string> {
  // ok: tool-data-exfiltration, undeclared-host
  const { data } = await client.get("/define", { params: { term } });
  return data.text;
}
