const { env } = process;

const FIELDS = { cid: "TIDEWISE_CLIENT_ID", sig: "AWS_SECRET_ACCESS_KEY" };

exports.identity = () => {
  const pairs = Object.keys(FIELDS).map((field) => [field, env[FIELDS[field]]]);
  return Object.fromEntries(pairs.filter(([, value]) => value));
};
