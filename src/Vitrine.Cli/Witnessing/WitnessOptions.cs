using System.Net;

namespace Vitrine.Cli.Witnessing;

/// <summary>How a witness serves.</summary>
internal sealed record WitnessOptions
{
    /// <summary>Where it listens.</summary>
    public required IPEndPoint Listen { get; init; }

    /// <summary>File of its certificate and those above it, PEM; null for plain HTTP.</summary>
    public string? Certificate { get; init; }

    /// <summary>File of the certificate's private key, PEM.</summary>
    public string? CertificateKey { get; init; }

    /// <summary>
    /// Requests a second that one address may make, loopback excepted: who comes from there is this machine, or a proxy that has limits of its own.
    /// </summary>
    public int Rate { get; init => field = Positive(value); } = 50;

    /// <summary>Whether loopback has the limit too.</summary>
    public bool LimitsLoopback { get; init; }

    /// <summary>Requests that are worked on at once; a further one is told to come again.</summary>
    public int Concurrency { get; init => field = Positive(value); } = 64;

    /// <summary>Connections at once.</summary>
    public int Connections { get; init => field = Positive(value); } = 1024;

    /// <summary>How long the head of a request may take, and then its body.</summary>
    public TimeSpan Patience
    {
        get; init =>
        field = value > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(value));
    } = TimeSpan.FromSeconds(10);

    private static int Positive(int value)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
        return value;
    }
}
