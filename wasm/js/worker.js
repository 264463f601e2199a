// SPDX-License-Identifier: MIT
// The entry of a Web Worker: the engine answers the messages of `samebill/client`.
import { serve } from "./service.js";
import { load } from "./web.js";

serve(self, load);
