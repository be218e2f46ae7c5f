using Vitrine.Core.Model;
using Vitrine.Egress.Tapping;

namespace Vitrine.Egress.Capture;

/// <summary>One connection that the door took, with the name it stands for. The name can change once, before the first request.</summary>
internal sealed class Flow(Destination destination, Decision decision)
{
    /// <summary>The connected name: what SNI, Host and the name that is dialled must equal.</summary>
    public Destination Destination { get; private set; } = destination;

    /// <summary>What the policy said of <see cref="Destination"/>.</summary>
    public Decision Decision { get; private set; } = decision;

    /// <summary>Keeps its bytes; null keeps none.</summary>
    public TappedConnection? Tapped { get; init; }

    /// <summary>What it speaks.</summary>
    public FlowProtocol Protocol { get; set; }

    /// <summary>
    /// Whether the client's own word may still name the destination. Only where everything is allowed, and the program came with an address that it
    /// found by itself: the name is then resolved anew, so it is the name that is dialled, and recorded.
    /// </summary>
    public bool IsUnnamed { get; private set; }

    /// <summary>Lets the first name that the client gives stand.</summary>
    public void AwaitName() => IsUnnamed = true;

    /// <summary>Settles the name.</summary>
    public void Name(Destination destination, Decision decision)
    {
        Destination = destination;
        Decision = decision;
        IsUnnamed = false;
        Tapped?.Rename(destination);
    }
}
