namespace Vitrine.Egress.Tapping;

/// <summary>What a tap holds at most; what is past it is counted and said, and passes as before.</summary>
public sealed record DoorTapLimits
{
    /// <summary>Bytes of one connection, each way.</summary>
    public int Bytes { get; init => field = Positive(value); } = 8 << 20;

    /// <summary>Bytes of all connections together, both ways.</summary>
    public int AllBytes { get; init => field = Positive(value); } = 128 << 20;

    /// <summary>Connections.</summary>
    public int Connections { get; init => field = Positive(value); } = 4096;

    /// <summary>Questions of DNS.</summary>
    public int Names { get; init => field = Positive(value); } = 32_768;

    /// <summary>Reads of one connection, each way, whose times are kept apart; bytes of later ones have the time of the last.</summary>
    public int Reads { get; init => field = Positive(value); } = 16_384;

    /// <summary>Requests of one connection whose answers are kept.</summary>
    public int Requests { get; init => field = Positive(value); } = 16_384;

    private static int Positive(int value)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
        return value;
    }
}
