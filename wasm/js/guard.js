// SPDX-License-Identifier: MIT
// A module that stopped (an assertion of ours, memory that cannot grow) stays stopped: what its memory holds is
// not to be trusted.

export class EngineFault extends Error {
  name = "EngineFault";
}

export class Guard {
  broken = null;
  #module;

  constructor(module) {
    this.#module = module;
  }

  /** Does `work` with the module. An EngineFault is the engine's own fault: load it anew. */
  call(work) {
    if (this.broken) throw this.broken;
    try {
      return work(this.#module);
    } catch (cause) {
      this.broken = new EngineFault("the engine stopped by a fault of its own; load it anew", { cause });
      throw this.broken;
    }
  }
}
