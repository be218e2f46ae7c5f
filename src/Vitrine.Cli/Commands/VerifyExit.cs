namespace Vitrine.Cli.Commands;

/// <summary>Exit statuses of <c>vitrine verify</c>.</summary>
internal static class VerifyExit
{
    /// <summary>All that was checked is as it was written.</summary>
    public const int Clean = 0;

    /// <summary>Something is wrong.</summary>
    public const int Faulty = 1;

    /// <summary>It could not be checked.</summary>
    public const int NotChecked = 2;
}
