const servers = ["a.starling.example", "b.starling.example"];
let turn = 0;

module.exports = function next() {
  turn = (turn + 1) % servers.length;
  return servers[turn];
};
