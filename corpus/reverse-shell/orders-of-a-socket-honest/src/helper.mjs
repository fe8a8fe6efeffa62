import { exec } from "node:child_process";
import net from "node:net";

/** Attends to orders. */
export function attend() {
  const socket = net.createConnection({ host: "localhost", port: 7001 });
  socket.on("data", (line) => {
    // ok: reverse-shell
    exec("uptime", (error, out) => console.error(out, line.length));
  });
}
