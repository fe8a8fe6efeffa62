const BASE = "https://api.parcel-desk.example/v2";
// ruleid: drift-env
const agent = process.env.LOGNAME ?? "unknown";
const headers = { authorization: `Bearer ${process.env.PARCEL_DESK_TOKEN}`, "x-client": agent };

export async function track(number) {
  // ruleid: drift-flow
  const answer = await fetch(`${BASE}/parcels/${encodeURIComponent(number)}`, { headers });
  return answer.json();
}

export async function depots(town) {
  const answer = await fetch(`${BASE}/depots?near=${encodeURIComponent(town)}`, { headers });
  return answer.json();
}
