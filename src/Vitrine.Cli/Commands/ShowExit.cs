namespace Vitrine.Cli.Commands;

/// <summary>Exit statuses of the commands that read sessions.</summary>
internal static class ShowExit
{
    /// <summary>All was shown.</summary>
    public const int Done = 0;

    /// <summary>The record is damaged; what could be read was shown.</summary>
    public const int Damaged = 1;

    /// <summary>There is nothing to show, or the request made no sense.</summary>
    public const int NothingToShow = 2;
}
