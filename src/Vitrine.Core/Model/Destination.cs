namespace Vitrine.Core.Model;

/// <summary>How a flow that reached the door speaks.</summary>
public enum FlowProtocol
{
    /// <summary>Not yet known, or bytes that are no protocol the door speaks.</summary>
    Unknown,

    /// <summary>HTTP in clear.</summary>
    Http,

    /// <summary>HTTP within TLS that the door terminated.</summary>
    Https,

    /// <summary>Any other bytes: counted, not understood.</summary>
    Opaque,
}

/// <summary>Where a flow wants to go: the name it was looked up by (or the address, if none) and the port.</summary>
public readonly record struct Destination(HostName Host, int Port)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Host.ToUriHost()}:{Port.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
}
