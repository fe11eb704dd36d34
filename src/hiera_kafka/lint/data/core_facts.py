"""Names of facts that every host has, whether or not they are recorded in an inventory (Facter's core facts)."""

from __future__ import annotations

_NAMES = """
architecture augeas augeasversion bios_release_date bios_vendor bios_version blockdevices boardmanufacturer
boardproductname boardserialnumber chassistype cloud dhcp_servers disks dmi domain ec2_metadata
env_windows_installdir facterversion filesystems fips_enabled fqdn gid hardwareisa hardwaremodel hostname
hypervisors id identity interfaces ipaddress ipaddress6 is_virtual kernel kernelmajversion kernelrelease
kernelversion ldom load_averages lsbdistcodename lsbdistdescription lsbdistid lsbdistrelease lsbmajdistrelease
lsbrelease macaddress manufacturer memory memoryfree memoryfree_mb memorysize memorysize_mb mountpoints mtu_lo
netmask netmask6 network network6 networking operatingsystem operatingsystemmajrelease operatingsystemrelease
os osfamily partitions path physicalprocessorcount processor0 processorcount processors productname ps
puppetversion ruby rubyplatform rubysitedir rubyversion selinux serialnumber ssh sshdsakey sshecdsakey
sshed25519key sshrsakey swapfree swapsize system_uptime systemd timezone uptime uptime_days uptime_hours
uptime_seconds uuid virtual
"""
FACTS = frozenset(_NAMES.split())

PARTS = {
    "os": ("architecture", "distro", "family", "hardware", "macosx", "name", "release", "selinux", "windows"),
    "networking": (
        "dhcp", "domain", "fqdn", "hostname", "interfaces", "ip", "ip6", "mac", "mtu", "netmask", "netmask6", "network",
        "network6", "primary", "scope6",
    ),
}  # fmt: skip
"""What the structured facts hold that hierarchies are made of."""
