#!/bin/sh
# Run by mmdebstrap once the packages are unpacked; $1 is the new root directory.
set -eu
root=$1
here=$(dirname "$0")

install -m 0755 "$here/host-init.sh" "$root/host-init"
mkdir -p "$root/lab"

# A container has no devices, modules or consoles of its own, and nothing may run apt behind a test's back.
for unit in systemd-udevd.service systemd-modules-load.service systemd-binfmt.service systemd-pstore.service \
    getty.target console-getty.service apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer; do
    ln -sf /dev/null "$root/etc/systemd/system/$unit"
done

rm -f "$root"/etc/ssh/ssh_host_*
: > "$root/etc/machine-id"
cat > "$root/etc/ssh/sshd_config.d/lab.conf" <<'CONF'
HostKey /etc/ssh/ssh_host_ed25519_key
PasswordAuthentication no
UseDNS no
# Ansible and tests open many connections at once.
MaxStartups 100
CONF

chroot "$root" useradd --create-home --shell /bin/bash debian
echo 'debian ALL=(ALL) NOPASSWD:ALL' > "$root/etc/sudoers.d/debian"
chmod 0440 "$root/etc/sudoers.d/debian"
