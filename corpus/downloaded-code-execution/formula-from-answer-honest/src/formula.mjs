/** The formula that is in use today. */
export async function formula() {
  const answer = await fetch("https://rates.tally.example/formula.json");
  return await answer.json();
}
