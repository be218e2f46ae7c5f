using Vitrine.Core.Model;

namespace Vitrine.Egress.Capture;

/// <summary>Records what the door refused: each destination and reason once, repeats counted.</summary>
internal sealed class Refusals(IRecorder recorder, int limit)
{
    private readonly RepeatFilter _repeats = new(limit);

    /// <summary>Refusals that are listed already.</summary>
    public long Repeats => _repeats.Repeats;

    /// <summary>Refusals that came after the list was full.</summary>
    public long Unlisted => _repeats.Unlisted;

    /// <summary>Records a refusal.</summary>
    public void Add(string destination, string reason, Decision decision)
    {
        if (_repeats.IsFirst($"{reason} {destination}"))
            recorder.Record(new FlowRefused(destination, reason, decision));
    }

    /// <summary>Records that a flow was refused although its destination is allowed.</summary>
    public void Add(Flow flow, string reason)
    {
        flow.Tapped?.Refuse(reason);
        Add(flow.Destination.ToString(), reason, Decision.Deny(flow.Decision.Rule, null));
    }
}
