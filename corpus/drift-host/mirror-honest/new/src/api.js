const BASE = "https://api.parcel-desk.example/v2";
const headers = { authorization: `Bearer ${process.env.PARCEL_DESK_TOKEN}` };

export async function track(number) {
  const answer = await fetch(`${BASE}/parcels/${encodeURIComponent(number)}`, { headers });
  if (answer.ok) return answer.json();
  // ok: drift-host
  const other = await fetch("https://api.parcel-desk.example/v2/status");
  return other.json();
}

export async function depots(town) {
  const answer = await fetch(`${BASE}/depots?near=${encodeURIComponent(town)}`, { headers });
  return answer.json();
}
