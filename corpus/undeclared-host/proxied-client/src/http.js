import axios from "axios";
import { proxy } from "./proxy.js";

// todoruleid: undeclared-host
export const http = axios.create({ baseURL: "https://patterns.wickerwork.example", proxy });
