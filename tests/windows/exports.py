#!/usr/bin/env python3
"""Compares the names that a DLL exports with those it should.

    tests/windows/exports.py LIBRARY MACHINE NAME...

MACHINE is x86_64 or i686. Exit 1 if the library is for another machine, exports anything else by name or number, or
lacks a name. Reads the export table itself: no tool's opinion of what a decorated name looks like is in between.
"""

import struct
import sys
from pathlib import Path

MACHINES = {0x8664: "x86_64", 0x014C: "i686"}


class Image:
    """A PE file: numbers at an offset, and the way from an address in memory to an offset."""

    def __init__(self, data):
        self.data = data
        header = self.u32(0x3C)
        if data[:2] != b"MZ" or data[header : header + 4] != b"PE\0\0":
            raise ValueError("no PE file")
        self.machine = MACHINES.get(self.u16(header + 4), "another machine")
        sections, optional = self.u16(header + 6), header + 24
        wide = self.u16(optional) == 0x20B
        self.exports = self.u32(optional + (112 if wide else 96))
        first = optional + self.u16(header + 20)
        # Of each section: size in memory, address in memory, size in the file, offset in the file.
        self.sections = [struct.unpack_from("<IIII", data, first + 40 * i + 8) for i in range(sections)]

    def u16(self, offset):
        return struct.unpack_from("<H", self.data, offset)[0]

    def u32(self, offset):
        return struct.unpack_from("<I", self.data, offset)[0]

    def offset(self, address):
        for size, start, _, offset in self.sections:
            if start <= address < start + size:
                return address - start + offset
        raise ValueError(f"nothing stands at {address:#x}")

    def text(self, address):
        start = self.offset(address)
        return self.data[start : self.data.index(b"\0", start)].decode("ascii")

    def names(self):
        """The exported names; a function that has none stands in as its number."""
        if not self.exports:
            return []
        table = self.offset(self.exports)
        functions, names = self.u32(table + 20), self.u32(table + 24)
        addresses, pointers, ordinals = (self.offset(self.u32(table + at)) for at in (28, 32, 36))
        named = {self.u16(ordinals + 2 * i): self.text(self.u32(pointers + 4 * i)) for i in range(names)}
        used = [i for i in range(functions) if self.u32(addresses + 4 * i)]
        return sorted(named.get(i, f"#{i}") for i in used)


def main(library, machine, *wanted):
    try:
        image = Image(Path(library).read_bytes())
        found = image.names()
    except (OSError, ValueError, struct.error) as error:
        return f"{library}: {error}"
    if image.machine != machine:
        return f"{library}: is for {image.machine}, not for {machine}"
    if found != sorted(wanted):
        return f"{library}: exports {' '.join(found) or 'nothing'}, and should export {' '.join(sorted(wanted))}"
    print(f"{machine}: {Path(library).name} exports {' '.join(found)}")
    return None


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
