const http = require("undici");

exports.catalogue = async function catalogue() {
  // ok: network-call-at-init, undeclared-host
  const { body } = await http.request("https://birchbark.example/list.json");
  return body.json();
};

exports.letter = async function letter(base, number) {
  // ok: network-call-at-init
  const { body } = await http.request(`${base}/letters/${number}`);
  return body.text();
};
