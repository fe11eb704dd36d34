"""Options that brokers run with, against those that are rendered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hiera_kafka.catalog.resources import Setting
from hiera_kafka.clients.brokers import BrokerOption, Member
from hiera_kafka.errors import Diagnostic
from hiera_kafka.hiera.values.secrets import MASK
from hiera_kafka.kafka_options import OptionKind
from hiera_kafka.ops.verify.check import ClusterCheck
from hiera_kafka.ops.verify.result import Result
from hiera_kafka.ops.verify.views.cluster import BrokerView, ClusterView
from hiera_kafka.ops.verify.views.host import HostView
from hiera_kafka.ops.verify.wording import SHOWN, count, some
from hiera_kafka.plan.running_options import OptionMismatch, mismatches, rendered, same_value, settings_of, stronger
from hiera_kafka.render.formats import plain_text

_ALL = "the options of the data"
_FILE = "/server.properties"


class BrokersOptions(ClusterCheck):
    """Brokers run with the options that the data renders, and nothing that was set in the cluster hides one of them."""

    id = "brokers-options"
    title = "brokers run with the options of the data"
    order = 330

    def check(self, view: ClusterView) -> Iterator[Result]:
        """Return one result a broker, or one for each of the first options of it that differ."""
        for broker in view.brokers:
            if broker.view is None:
                continue
            member, options = view.seen.members.get(broker.id), view.seen.options.get(broker.id)
            if member is None or options is None:
                why = view.seen.why_silent(broker.id, "its options")
                yield self.unknown(broker.subject, expected=_ALL, observed=why, hosts=(broker.host,))
            else:
                yield from self._of(broker, broker.view, member, options)

    def _of(
        self, broker: BrokerView, host: HostView, member: Member, options: Mapping[str, BrokerOption]
    ) -> Iterator[Result]:
        settings = settings_of(host.catalog, OptionKind.BROKER)
        different = [
            one
            for one in mismatches(member, options, rendered(host.catalog, OptionKind.BROKER))
            if not (one.hidden and one.option in settings)
        ]
        overridden = list(_overridden(settings, options))
        report, hint = (
            (self.warning, "a restart is pending: playbooks/roll_restart.yml brings what is rendered into force")
            if _is_pending(host)
            else (self.critical, "see whether the data was applied, and whether somebody changed the file")
        )
        for mismatch in different[:SHOWN]:
            words = _words(mismatch, settings.get(mismatch.option), options.get(mismatch.option))
            yield report(broker.subject, **words, hint=hint, hosts=(broker.host,))
        if len(different) > SHOWN:
            rest = some(one.option for one in different[SHOWN:])
            yield report(broker.subject, expected=_ALL, observed=f"others: {rest}", hint=hint, hosts=(broker.host,))
        for setting, other, whom, value in overridden:
            yield self.warning(
                broker.subject,
                expected=f"{setting.name} = {setting.value.shown()}",
                observed=f"{other} = {value} was set in the cluster for {whom}, and counts in its place",
                origin=setting.value.origin,
                hint="put the value into the data, or delete it with `kafka configs --alter --delete-config`",
                hosts=(broker.host,),
            )
        if not different and not overridden:
            kept = [name for name in settings if (option := options.get(name)) is not None and option.sensitive]
            unseen = f"; brokers do not tell {some(kept)}" if kept else ""
            observed = f"{count(len(settings) - len(kept), 'option')} as rendered{unseen}"
            yield self.ok(broker.subject, expected=_ALL, observed=observed, hosts=(broker.host,))


def _overridden(
    settings: Mapping[str, Setting], options: Mapping[str, BrokerOption]
) -> Iterator[tuple[Setting, str, str, str]]:
    """Yield each setting that does not count, the option that does, for whom that was set, and its value as shown."""
    for name, setting in settings.items():
        for other in (*stronger(name), name):
            option = options.get(other)
            if option is None or not option.dynamic:
                continue
            whom, value = option.dynamic[0]
            secret = value is None or setting.value.secret
            if other != name or not same_value(name, option.type, value, plain_text(setting.value.data)):
                yield setting, other, whom, MASK if secret else str(value)
            break


def _words(mismatch: OptionMismatch, setting: Setting | None, option: BrokerOption | None) -> dict[str, Any]:
    name = mismatch.option
    if setting is None:
        default = "" if option is None or option.default is None else f", so {option.default}"
        running = MASK if mismatch.running is None else mismatch.running
        return {"expected": f"{name} is not set{default}", "observed": f"{name} = {running}"}
    running = "" if mismatch.running is None else MASK if setting.value.secret else mismatch.running
    return {
        "expected": f"{name} = {setting.value.shown()}",
        "observed": f"{name} = {running}" if running else f"{name} is not set",
        "origin": setting.value.origin,
    }


def _is_pending(host: HostView) -> bool:
    """Tell whether the broker's file is known to have changed after the broker was started."""
    if isinstance(host.answer, Diagnostic):
        return False
    return any(path.endswith(_FILE) for service in host.answer.services.values() for path in service.pending)
