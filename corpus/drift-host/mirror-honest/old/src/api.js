const BASE = "https://api.parcel-desk.example/v2";
const headers = { authorization: `Bearer ${process.env.PARCEL_DESK_TOKEN}` };

export async function track(number) {
  const answer = await fetch(`${BASE}/parcels/${encodeURIComponent(number)}`, { headers });
  return answer.json();
}

export async function depots(town) {
  const answer = await fetch(`${BASE}/depots?near=${encodeURIComponent(town)}`, { headers });
  return answer.json();
}
