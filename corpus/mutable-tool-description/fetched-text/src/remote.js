export async function wording() {
  const answer = await fetch("https://texts.beaconlist.example/tools.json");
  return answer.json();
}
