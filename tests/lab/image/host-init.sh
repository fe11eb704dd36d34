#!/bin/sh
# PID 1 of a lab host until systemd takes over: makes of a container what a virtual machine is from its first boot.
# What is particular to one host (host key, who may log in, names of all hosts) lies in /lab, mounted read-only.
set -u

# The host's own cgroup controllers, writable, so that MemoryMax= and its kin work in units (cgroup v1).
for controller in /sys/fs/cgroup/*/; do
    mount -o remount,rw,bind "$controller" 2>/dev/null || true
done

# These three are mounted one by one; a mounted file cannot be replaced by a rename, as editors and Ansible do.
for file in /etc/hosts /etc/resolv.conf /etc/hostname; do
    [ -e "$file" ] || continue
    cp "$file" "$file.lab"
    umount "$file" 2>/dev/null || true
    mv "$file.lab" "$file"
done

if [ -d /lab ] && [ -e /lab/authorized_keys ]; then
    cp /lab/hosts /etc/hosts
    install -m 0600 /lab/ssh_host_ed25519_key /etc/ssh/ssh_host_ed25519_key
    install -m 0644 /lab/ssh_host_ed25519_key.pub /etc/ssh/ssh_host_ed25519_key.pub
    install -d -m 0700 -o debian -g debian /home/debian/.ssh
    install -m 0600 -o debian -g debian /lab/authorized_keys /home/debian/.ssh/authorized_keys
    umount /lab
fi

exec /sbin/init "$@"
