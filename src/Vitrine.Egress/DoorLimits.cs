namespace Vitrine.Egress;

/// <summary>What the door holds at most. All that fills these tables comes from the agent.</summary>
public sealed record DoorLimits
{
    /// <summary>TCP connections at once; one more is reset and counted.</summary>
    public int Connections { get; init => field = Positive(value); } = 512;

    /// <summary>Names that get an address; the next one is answered SERVFAIL.</summary>
    public int Names { get; init => field = Positive(value); } = 4096;

    /// <summary>DNS connections over TCP at once.</summary>
    public int DnsConnections { get; init => field = Positive(value); } = 32;

    /// <summary>Leaf certificates kept; the least recently used goes.</summary>
    public int Certificates { get; init => field = Positive(value); } = 512;

    /// <summary>Leaf certificates made at once from rest, and then in each second an eighth of it: a flood of names must not eat a core.</summary>
    public int CertificateBurst { get; init => field = Positive(value); } = 128;

    /// <summary>Different refusals and look-ups that are listed; those past it are counted.</summary>
    public int ListedRefusals { get; init => field = Positive(value); } = 8192;

    /// <summary>Bytes of a request's body that are read and recorded before anything leaves; a longer one is recorded as it streams.</summary>
    public int BodyHead { get; init => field = Positive(value); } = 1 << 20;

    /// <summary>Bytes of a body, or of a WebSocket message, that are held to be inspected whole; what is longer is inspected as it streams.</summary>
    public int HeldBody { get; init => field = Positive(value); } = 8 << 20;

    /// <summary>Bytes that all held bodies may take together; when they have them, further ones stream.</summary>
    public int HeldBodies { get; init => field = Positive(value); } = 64 << 20;

    /// <summary>Bytes that two pieces of a stream overlap by when they are inspected.</summary>
    public int InspectionOverlap { get; init => field = Positive(value); } = 4096;

    /// <summary>Placeholders of redacted values that are remembered for the answers of all hosts.</summary>
    public int Restorations { get; init => field = Positive(value); } = 512;

    /// <summary>How long a person is waited for.</summary>
    public TimeSpan Ask { get; init => field = Positive(value); } = TimeSpan.FromMinutes(2);

    /// <summary>How long the end of a body is waited for before it streams; with inspection, how long it may be silent.</summary>
    public TimeSpan BodyWait { get; init => field = Positive(value); } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long a client may take to say what it speaks, and then for its TLS handshake.</summary>
    public TimeSpan Greeting { get; init => field = Positive(value); } = TimeSpan.FromSeconds(10);

    /// <summary>How long a silent client is waited for where the server may be the one who speaks first.</summary>
    public TimeSpan ServerFirst { get; init => field = Positive(value); } = TimeSpan.FromMilliseconds(300);

    /// <summary>How long the headers of a request may take.</summary>
    public TimeSpan RequestHeaders { get; init => field = Positive(value); } = TimeSpan.FromSeconds(30);

    /// <summary>How long an idle connection is kept, an opaque one too.</summary>
    public TimeSpan Idle { get; init => field = Positive(value); } = TimeSpan.FromMinutes(10);

    /// <summary>How long connecting to an upstream may take.</summary>
    public TimeSpan Connect { get; init => field = Positive(value); } = TimeSpan.FromSeconds(15);

    private static int Positive(int value)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
        return value;
    }

    private static TimeSpan Positive(TimeSpan value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
        return value;
    }
}
