// SPDX-License-Identifier: MIT
// The entry of the worker that plans fleets: it has no more than it needs for that, as its module.
import { load } from "samebill";
import { answer } from "./answering";
import { quoteMethods } from "./quotes";

answer(load({ quotes: true }), "quotes", quoteMethods);
