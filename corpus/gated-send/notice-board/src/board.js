/** What stands on the notice board. */
export async function board() {
  const answer = await fetch("https://board.larkpost.example/notices.json");
  return answer.json();
}
