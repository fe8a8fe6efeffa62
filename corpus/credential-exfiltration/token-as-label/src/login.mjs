const ISSUER = "https://id.tidepool.example";

/** A session by client credentials; it is renewed a minute early. */
let session = null;
export async function bearer(clientId, clientSecret) {
  if (session && session.until > Date.now()) return session.value;
  const answer = await fetch(`${ISSUER}/oauth/token`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret }),
  });
  const { access_token: value, expires_in: seconds } = await answer.json();
  session = { value, until: Date.now() + (seconds - 60) * 1000 };
  return value;
}
