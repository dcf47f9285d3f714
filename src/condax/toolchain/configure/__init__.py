"""What configure scripts need not find out: answers by probes, and by the sysroot."""
