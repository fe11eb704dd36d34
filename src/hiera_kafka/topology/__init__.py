"""Clusters, racks, brokers, ensembles and mirrors of a whole inventory, site by site, as text, SVG and HTML."""

from hiera_kafka.topology.graph import BrokerNode, ClusterNode, EnsembleNode, MirrorEdge, Site, Topology, topology_of

__all__ = ["BrokerNode", "ClusterNode", "EnsembleNode", "MirrorEdge", "Site", "Topology", "topology_of"]
