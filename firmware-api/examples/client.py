#!/usr/bin/env python3
"""A whole Ranvier host in one file, with nothing but Python's standard library: acquire, load, inject, step, print spikes.

    python3 client.py --port 51000 --image digits.rnvi --ticks 20 --input spikes.csv

It speaks the protocol of PROTOCOL.md: a preamble, length-prefixed frames, protobuf by hand.
"""
import argparse
import csv
import socket
import struct
import sys

MAGIC = b"RNVR" + struct.pack(">HH", 1, 0)


# ---- protobuf: a message is a list of (field number, value); ints become varints, bytes and str length-delimited
def varint(value):
    value &= (1 << 64) - 1
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def encode(*fields):
    out = b""
    for number, value in fields:
        if isinstance(value, int):
            out += varint(number << 3) + varint(value)
        elif isinstance(value, tuple):  # ("fixed32", value)
            out += varint(number << 3 | 5) + struct.pack("<I", value[1])
        else:
            data = value.encode() if isinstance(value, str) else value
            out += varint(number << 3 | 2) + varint(len(data)) + data
    return out


def decode(data):
    """Fields by number, each a list of values: ints, or bytes."""
    fields, at = {}, 0

    def number():
        nonlocal at
        shift = value = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while at < len(data):
        key = number()
        kind = key & 7
        if kind == 0:
            value = number()
        elif kind in (1, 5):
            size = 8 if kind == 1 else 4
            value, at = int.from_bytes(data[at:at + size], "little"), at + size
        else:
            size = number()
            value, at = data[at:at + size], at + size
        fields.setdefault(key >> 3, []).append(value)
    return fields


def first(fields, number, default=b""):
    return fields.get(number, [default])[0]


class DeviceError(Exception):
    pass


class Host:
    def __init__(self, host, port, record=None):
        self.socket = socket.create_connection((host, port), timeout=30)
        self.record, self.request, self.events = record, 0, []
        self.send_raw(MAGIC)
        preamble = self.receive_raw(8)
        if preamble[:6] != MAGIC[:6]:
            raise DeviceError("no Ranvier server of protocol version 1 at this port")

    def send_raw(self, data):
        if self.record:
            self.record.write("> " + data.hex() + "\n")
        self.socket.sendall(data)

    def receive_raw(self, size):
        data = b""
        while len(data) < size:
            part = self.socket.recv(size - len(data))
            if not part:
                raise DeviceError("the server has closed the connection")
            data += part
        return data

    def receive(self):
        head = self.receive_raw(4)
        body = self.receive_raw(struct.unpack(">I", head)[0])
        if self.record:
            self.record.write("< " + (head + body).hex() + "\n")
        return decode(body)

    def call(self, command, *fields):
        """Sends a request and returns the fields of its result; the result of command n is field n of the response."""
        self.request += 1
        body = encode((1, self.request), (3, encode((command, encode(*fields)))))
        self.send_raw(struct.pack(">I", len(body)) + body)
        while True:
            envelope = self.receive()
            if 5 in envelope:
                self.events.append(decode(envelope[5][0]))
            elif first(envelope, 1, 0) == self.request:
                response = decode(first(envelope, 4))
                status = decode(first(response, 1))
                if first(status, 1, 0):
                    raise DeviceError(first(status, 2).decode())
                return decode(first(response, command))

    def load(self, device, path):
        data = open(path, "rb").read()
        if data[:4] != b"RNVI":
            raise DeviceError(path + " is no image file")
        blocks, at = [], 8
        while at < len(data):
            size, crc = struct.unpack(">II", data[at:at + 8])
            blocks.append((data[at + 8:at + 8 + size], crc))
            at += 8 + size
        sections = [(4, encode((1, len(block)), (2, ("fixed32", crc)))) for block, crc in blocks[1:]]
        ready = self.call(30, (1, device), (2, 1), (3, blocks[0][0]), *sections)
        if first(ready, 2, 0):
            return
        for index, (block, crc) in enumerate(blocks[1:]):
            if len(block) > 1 << 20:
                raise DeviceError("sections above 1 MiB need several pieces")
            self.call(31, (1, device), (2, first(ready, 1)), (3, index), (4, 0), (5, block), (6, ("fixed32", crc)))
        self.call(32, (1, device), (2, first(ready, 1)))

    def spikes(self, end):
        """Spikes (tick, source) up to tick `end`; waits for the events that are still on their way."""
        tick = 0
        while tick <= end:
            while not self.events:
                self.events += [decode(event) for event in self.receive().get(5, [])]
            event = self.events.pop(0)
            if 10 in event:
                block = decode(event[10][0])
                tick, sources, at = first(block, 1, 0), first(block, 4), 0
                for (count,) in struct.iter_unpack("<I", first(block, 3)):
                    for _ in range(count):
                        yield tick, struct.unpack_from("<I", sources, at)[0]
                        at += 4
                    tick += 1
                tick -= first(event, 4, 0)  # the last tick goes on in the next event


def spike_block(events):
    ticks = range(events[0][0], events[-1][0] + 1)
    counts = b"".join(struct.pack("<I", sum(1 for t, _ in events if t == tick)) for tick in ticks)
    channels = b"".join(struct.pack("<I", channel) for _, channel in events)
    return encode((1, ticks[0]), (2, len(ticks)), (3, counts), (4, channels))


def main():
    parser = argparse.ArgumentParser(description="loads an image onto a device, runs it and prints its spikes")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=51000)
    parser.add_argument("--image", required=True)
    parser.add_argument("--ticks", type=int, default=20)
    parser.add_argument("--input", help="CSV with header tick,neuron")
    parser.add_argument("--record", help="write all bytes, as hex, to this file")
    options = parser.parse_args()
    host = Host(options.host, options.port, open(options.record, "w") if options.record else None)
    host.call(10, (1, "client.py"), (2, "1"))
    device = first(decode(host.call(20)[1][0]), 1).decode()
    host.call(22, (1, device), (3, 30))
    host.load(device, options.image)
    host.call(61, (1, device), (2, b""))
    if options.input:
        rows = sorted((int(row["tick"]), int(row["neuron"])) for row in csv.DictReader(open(options.input)))
        host.call(60, (1, device), (2, 1), (3, spike_block(rows)))
    end = first(host.call(52, (1, device), (2, options.ticks)), 1)
    print("tick,source")
    for tick, source in host.spikes(end):
        print(f"{tick},{source}")
    host.call(24, (1, device))
    host.call(12)


if __name__ == "__main__":
    try:
        main()
    except (DeviceError, OSError) as error:
        sys.exit("error: " + str(error))
