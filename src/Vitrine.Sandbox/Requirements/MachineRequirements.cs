namespace Vitrine.Sandbox.Requirements;

/// <summary>All that Vitrine needs of a machine. What is missing stops a run: there is no box with a part left out.</summary>
public static class MachineRequirements
{
    /// <summary>
    /// What each run checks before it starts: files and settings, no process, below a millisecond. The requirements that are not met; empty when none is known
    /// to be missing. What only an attempt shows is found when the box is made.
    /// </summary>
    /// <param name="stateDirectory">Where the ledger will be; null when HOME gives none.</param>
    /// <param name="workspace">What the box may write, absolute and without links.</param>
    public static IReadOnlyList<Requirement> CheckBeforeRun(string? stateDirectory, string? workspace) =>
        CheckBeforeRun(new Machine(), stateDirectory, workspace);

    /// <summary>Checks everything, with attempts; they run side by side and none takes more than five seconds.</summary>
    /// <param name="stateDirectory">Where the ledger will be; null when HOME gives none.</param>
    /// <param name="cancellationToken">Ends the attempts.</param>
    public static Task<IReadOnlyList<Requirement>> CheckAllAsync(string? stateDirectory, CancellationToken cancellationToken) =>
        CheckAllAsync(new Machine(), stateDirectory, cancellationToken);

    internal static IReadOnlyList<Requirement> CheckBeforeRun(Machine machine, string? stateDirectory, string? workspace)
    {
        Distribution distribution = Distribution.Of(machine);
        Requirement[] all =
        [
            KernelChecks.Platform(machine),
            KernelChecks.Kernel(machine),
            KernelChecks.SystemCallRecord(machine),
            KernelChecks.Ptrace(machine),
            BubblewrapChecks.Installed(machine, distribution),
            NamespaceChecks.Settings(machine),
            NetworkChecks.Installed(machine, distribution),
            NetworkChecks.TrustBundle(machine, distribution),
            StateChecks.Check(machine, stateDirectory, workspace),
        ];
        return [.. all.Where(requirement => requirement.State == RequirementState.Missing)];
    }

    internal static async Task<IReadOnlyList<Requirement>> CheckAllAsync(Machine machine, string? stateDirectory, CancellationToken cancellationToken)
    {
        Distribution distribution = Distribution.Of(machine);
        Task<Requirement>[] attempts =
        [
            BubblewrapChecks.VersionAsync(machine, distribution, cancellationToken),
            NamespaceChecks.TryAsync(machine, cancellationToken),
            NamespaceChecks.InsideAsync(machine, cancellationToken),
            NetworkChecks.TryAsync(machine, distribution, cancellationToken),
            LimitChecks.OverlayAsync(machine, cancellationToken),
        ];
        Requirement[] tried = await Task.WhenAll(attempts).ConfigureAwait(false);
        return
        [
            KernelChecks.Platform(machine),
            KernelChecks.Kernel(machine),
            KernelChecks.SystemCallRecord(machine),
            KernelChecks.Ptrace(machine),
            .. tried[..4],
            NetworkChecks.TrustBundle(machine, distribution),
            StateChecks.Check(machine, stateDirectory, workspace: null),
            LimitChecks.ControlGroups(machine),
            tried[4],
        ];
    }
}
