// Opens this browser's store while the page is still being read: what waits in it shows sooner.
import { open } from "./vault.js";

open().catch(() => {}); // whoever needs it hears of it
