import axios from "axios";
import { proxy } from "./proxy.js";

// ok: undeclared-host
export const http = axios.create({ baseURL: "https://patterns.wickerwork.example", proxy });
