using Vitrine.Runtime.Sessions;

namespace Vitrine.Audit.Running;

/// <summary>Where and how the sessions of an audit run.</summary>
public sealed record AuditBoxOptions
{
    /// <summary>What is asked where nobody says otherwise: something that makes an agent list, read and answer.</summary>
    public const string UsualPrompt = "List the project's files, read the README and tell me what the project is.";

    /// <summary>The state directory: ledger, records, keys.</summary>
    public required string State { get; init; }

    /// <summary>A directory for homes and workspaces, of which nothing stays; made when missing.</summary>
    public required string Scratch { get; init; }

    /// <summary>What boxes are made with.</summary>
    public required BoxTools Tools { get; init; }

    /// <summary>What the target is asked to do.</summary>
    public string Prompt { get; init; } = UsualPrompt;

    /// <summary>Sessions at once, from 1.</summary>
    public int AtOnce { get; init; } = Math.Max(1, Environment.ProcessorCount + (Environment.ProcessorCount / 2));

    /// <summary>How long a session's first program may run.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long what outlives it is watched.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>What <see cref="DiskBytes"/> is unless told.</summary>
    public const long UsualDiskBytes = 512L << 20;

    /// <summary>Most bytes that a session may leave in home, workspace and /tmp together.</summary>
    public long DiskBytes { get; init; } = UsualDiskBytes;

    /// <summary>Most names that a session may leave there.</summary>
    public int DiskNames { get; init; } = 50_000;

    /// <summary>Most bytes that a session may print; its first mebibyte of each stream is kept.</summary>
    public long OutputBytes { get; init; } = 64L << 20;

    /// <summary>Most bytes that the processes of a session may have in memory together.</summary>
    public long MemoryBytes { get; init; } = 4L << 30;

    /// <summary>Most processes and threads of a session.</summary>
    public int Processes { get; init; } = 512;

    /// <summary>Sees that they can be kept.</summary>
    /// <exception cref="ArgumentException">One can't.</exception>
    public void Validate()
    {
        ArgumentException.ThrowIfNullOrEmpty(State);
        ArgumentException.ThrowIfNullOrEmpty(Scratch);
        ArgumentNullException.ThrowIfNull(Tools);
        ArgumentOutOfRangeException.ThrowIfLessThan(AtOnce, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Time, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(Linger, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(DiskBytes, 1 << 20);
        ArgumentOutOfRangeException.ThrowIfLessThan(DiskNames, 1000);
        ArgumentOutOfRangeException.ThrowIfLessThan(OutputBytes, 1 << 20);
        ArgumentOutOfRangeException.ThrowIfLessThan(MemoryBytes, 256L << 20);
        ArgumentOutOfRangeException.ThrowIfLessThan(Processes, 32);
    }
}
