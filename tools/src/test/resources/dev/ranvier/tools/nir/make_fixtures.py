"""Makes the HDF5 files of this folder: what the Java writer cannot write. Needs h5py and numpy.

Not run by the build; the files are committed. Run it here to make them again: python3 make_fixtures.py
"""

import gzip
import os
import zlib

import h5py
import numpy as np

LIF = {"tau": [0.01] * 3, "r": [1.0] * 3, "v_leak": [0.0] * 3, "v_threshold": [1.0] * 3}


def text(group, name, value):
    group.create_dataset(name, data=value, dtype=h5py.string_dtype())


def node(nodes, name, kind, **fields):
    group = nodes.create_group(name)
    text(group, "type", kind)
    for field, value in fields.items():
        group.create_dataset(field, data=value if isinstance(value, np.ndarray) else np.array(value))
    return group


def network(name, edges=True, **libver):
    """input(3) -> lif(3) -> output(3)"""
    file = h5py.File(name, "w", **libver)
    text(file, "version", "1.0.7")
    top = file.create_group("node")
    text(top, "type", "NIRGraph")
    nodes = top.create_group("nodes")
    node(nodes, "input", "Input", shape=np.array([3]))
    node(nodes, "output", "Output", shape=np.array([3]))
    node(nodes, "lif", "LIF", **{k: np.array(v, "f4") for k, v in LIF.items()})
    if edges:
        write_edges(top, [("input", "lif"), ("lif", "output")])
    return file


def write_edges(top, edges, dtype=None):
    top.create_dataset("edges", data=np.array(edges, dtype=dtype or h5py.string_dtype()))


def lookup3(block):
    """Bob Jenkins' hashlittle, as HDF5 uses it, initial value 0."""
    rot = lambda x, k: ((x << k) | (x >> (32 - k))) & 0xFFFFFFFF  # noqa: E731
    u32 = lambda x: x & 0xFFFFFFFF  # noqa: E731
    a = b = c = u32(0xDEADBEEF + len(block))
    i = 0
    while len(block) - i > 12:
        a = u32(a + int.from_bytes(block[i : i + 4], "little"))
        b = u32(b + int.from_bytes(block[i + 4 : i + 8], "little"))
        c = u32(c + int.from_bytes(block[i + 8 : i + 12], "little"))
        a = u32(a - c) ^ rot(c, 4); c = u32(c + b)
        b = u32(b - a) ^ rot(a, 6); a = u32(a + c)
        c = u32(c - b) ^ rot(b, 8); b = u32(b + a)
        a = u32(a - c) ^ rot(c, 16); c = u32(c + b)
        b = u32(b - a) ^ rot(a, 19); a = u32(a + c)
        c = u32(c - b) ^ rot(b, 4); b = u32(b + a)
        i += 12
    rest = block[i:] + b"\0" * (12 - (len(block) - i))
    a = u32(a + int.from_bytes(rest[0:4], "little"))
    b = u32(b + int.from_bytes(rest[4:8], "little"))
    c = u32(c + int.from_bytes(rest[8:12], "little"))
    c = u32((c ^ b) - rot(b, 14))
    a = u32((a ^ c) - rot(c, 11))
    b = u32((b ^ a) - rot(a, 25))
    c = u32((c ^ b) - rot(b, 16))
    a = u32((a ^ c) - rot(c, 4))
    b = u32((b ^ a) - rot(a, 14))
    c = u32((c ^ b) - rot(b, 24))
    return c


with network("soft_link.nir") as f:
    f["node/nodes/lif/metadata"] = h5py.SoftLink("/version")

with network("external_link.nir") as f:
    f["node/other"] = h5py.ExternalLink("elsewhere.h5", "/secret")

with network("cycle.nir") as f:
    f["node/nodes/lif/again"] = f["node/nodes"]

# A user-defined link: an external link (type 64) whose type byte becomes 200. The object header that holds it ends
# with a checksum, which is made right again.
with network("user_link.nir", libver="latest") as f:
    f.create_group("links")["x"] = h5py.ExternalLink("q", "/w")
data = bytearray(open("user_link.nir", "rb").read())
kind_at = data.index(b"\x08\x40\x01x") + 1  # flags, type, length of the name, name
data[kind_at] = 200
head = data.rindex(b"OHDR", 0, kind_at)
flags = data[head + 5]
prefix = 6 + (16 if flags & 32 else 0) + (4 if flags & 16 else 0)
width = 1 << (flags & 3)
end = head + prefix + width + int.from_bytes(data[head + prefix : head + prefix + width], "little")
data[end : end + 4] = lookup3(bytes(data[head:end])).to_bytes(4, "little")
open("user_link.nir", "wb").write(bytes(data))

with network("scaleoffset.nir") as f:
    f["node/nodes/lif"].create_dataset("unused", data=np.arange(100), scaleoffset=0, chunks=(100,))

with network("empty_edges.nir", edges=False) as f:
    f["node"].create_dataset("edges", data=np.array([]))

with network("null_edges.nir", edges=False) as f:
    f["node"].create_dataset("edges", data=h5py.Empty(h5py.string_dtype()))

with network("empty_name.nir", edges=False) as f:
    write_edges(f["node"], [("input", ""), ("lif", "output")])

# Fixed-length ASCII, null-padded names; big-endian 16-bit and unsigned 64-bit numbers; half precision; lzf.
with network("other_types.nir", edges=False) as f:
    write_edges(f["node"], [("input", "lif"), ("lif", "output")], dtype="S9")
    lif = f["node/nodes/lif"]
    del lif["tau"], lif["r"], lif["v_leak"]
    lif.create_dataset("tau", data=np.array([0.25, 0.5, 0.125], ">f2"))
    lif.create_dataset("r", data=np.array([1, 2, 300], ">i2"))
    lif.create_dataset("v_leak", data=np.array([-1, -2, -3], "<f8"), compression="lzf", shuffle=True)
    del f["node/nodes/input"]
    node(f["node/nodes"], "input", "Input", shape=np.array([3], "u8"))

# The same number of bits, other meaning: bfloat16.
with network("bfloat16.nir") as f:
    lif = f["node/nodes/lif"]
    del lif["tau"]
    kind = h5py.h5t.IEEE_F32LE.copy()
    kind.set_fields(15, 7, 8, 0, 7)
    kind.set_size(2)
    kind.set_ebias(127)
    space = h5py.h5s.create_simple((3,))
    h5py.h5d.create(lif.id, b"tau", kind, space).write(space, space, np.array([1, 1, 1], "f4"), h5py.h5t.NATIVE_FLOAT)

with network("bool_weights.nir") as f:
    lif = f["node/nodes/lif"]
    del lif["r"]
    lif.create_dataset("r", data=np.array([True, True, True]))

# Never written: fill values stand for all elements.
with network("fill_value.nir") as f:
    lif = f["node/nodes/lif"]
    del lif["r"]
    lif.create_dataset("r", shape=(3,), dtype="f4", fillvalue=2.5, chunks=(3,))

# 12 bytes declared, 160 MB inside.
with network("bomb.nir") as f:
    lif = f["node/nodes/lif"]
    del lif["r"]
    bomb = lif.create_dataset("r", shape=(3,), dtype="f4", chunks=(3,), compression="gzip")
    bomb.id.write_direct_chunk((0,), zlib.compress(bytes(160 << 20), 9))
with open("bomb.nir", "rb") as plain, gzip.GzipFile("bomb.nir.gz", "wb", 9, mtime=0) as packed:
    packed.write(plain.read())
os.remove("bomb.nir")
