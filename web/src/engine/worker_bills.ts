// SPDX-License-Identifier: MIT
// The entry of the worker that bills, and reads usage.
import { load } from "samebill";
import { hasSimd } from "samebill/simd";
import { answer } from "./answering";
import { assignmentMethods } from "./assignment";
import { billMethods } from "./bills";
import { usageMethods } from "./tables";

answer(load(), hasSimd ? "simd" : "plain", { ...billMethods, ...usageMethods, ...assignmentMethods });
