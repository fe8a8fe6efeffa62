const http = require("undici");

exports.mirrors = async function mirrors() {
  // ruleid: network-call-at-init, undeclared-host
  const { body } = await http.request("https://mirrors.bark-index.test/list.json");
  await body.dump();
  return ["https://birchbark.example"];
};

exports.letter = async function letter(base, number) {
  // ok: network-call-at-init
  const { body } = await http.request(`${base}/letters/${number}`);
  return body.text();
};
