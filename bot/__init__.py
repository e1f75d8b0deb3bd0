"""The engine: what Coreflect decides, without touching a network, a disk, a database or a platform."""
