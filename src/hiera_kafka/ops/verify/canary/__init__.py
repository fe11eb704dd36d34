"""The canary: records that verify writes and reads again, through each listener and each mirror."""
