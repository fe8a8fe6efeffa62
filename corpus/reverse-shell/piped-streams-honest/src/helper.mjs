import { spawn } from "node:child_process";
import net from "node:net";

/** Attends to the console. */
export function attend() {
  const shell = spawn("wc", ["-l"]);
  const socket = net.connect(9001, "localhost");
  // ok: reverse-shell
  socket.on("data", (line) => console.error(String(line)));
  shell.stdout.pipe(process.stderr);
}
