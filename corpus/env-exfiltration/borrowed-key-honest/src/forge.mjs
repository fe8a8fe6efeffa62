const authorised = (token) => (base) => async (path) => {
  // ok: env-exfiltration, undeclared-host
  const answer = await fetch(`${base}${path}`, { headers: new Headers([["authorization", `token ${token}`]]) });
  return answer.json();
};

export const forge = authorised(process.env.GITHUB_TOKEN);
