using System.Runtime.InteropServices;
using Vitrine.Sandbox.Determinism;
using Xunit;

namespace Vitrine.Tests.Sandbox.Determinism;

/// <summary>Over stacks that lie in our own memory: the process that is changed is this one.</summary>
public sealed unsafe class AuxiliaryVectorTests : IDisposable
{
    private const ulong AT_IGNORE = 1, AT_PHDR = 3, AT_RANDOM = 25, AT_SYSINFO_EHDR = 33;
    private const int Words = 300_000;
    private readonly ulong* _stack = (ulong*)NativeMemory.AlignedAlloc(Words * sizeof(ulong), 4096);

    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 40)]
    [InlineData(0, 700)] // over a page's end
    [InlineData(100_000, 100_000)] // as long as a command line may be
    public void The_vdso_is_taken_out_of_sight_and_the_random_bytes_are_ours(int arguments, int variables)
    {
        byte* kernels = stackalloc byte[16];
        int at = Write(arguments, variables, [(AT_SYSINFO_EHDR, 0x7fff1000), (AT_PHDR, 42), (AT_RANDOM, (ulong)kernels), (0, 0)]);
        byte[] ours = [.. Enumerable.Range(1, 16).Select(i => (byte)i)];
        Assert.True(AuxiliaryVector.TryChange(Environment.ProcessId, (ulong)_stack, ours));
        Assert.Equal([AT_IGNORE, 0, AT_PHDR, 42, AT_RANDOM, (ulong)kernels, 0, 0], new Span<ulong>(_stack + at, 8).ToArray());
        Assert.Equal(ours, new Span<byte>(kernels, 16).ToArray());
    }

    [Fact]
    public void Without_a_seed_the_random_bytes_stay()
    {
        ulong kernels = 7;
        Write(1, 1, [(AT_RANDOM, (ulong)&kernels), (0, 0)]);
        Assert.True(AuxiliaryVector.TryChange(Environment.ProcessId, (ulong)_stack, []));
        Assert.Equal(7UL, kernels);
    }

    [Fact]
    public void What_cannot_be_changed_is_said()
    {
        Write(1, 1, [(AT_RANDOM, 16), (0, 0)]);
        Assert.False(AuxiliaryVector.TryChange(Environment.ProcessId, (ulong)_stack, new byte[16]));
        Assert.False(AuxiliaryVector.TryChange(Environment.ProcessId, 16, []));
        Assert.False(AuxiliaryVector.TryChange(Environment.ProcessId, ulong.MaxValue - 4, []));
        Assert.False(AuxiliaryVector.TryChange(Environment.ProcessId, (ulong)_stack + 1, []));
    }

    [Fact]
    public void A_vector_without_an_end_is_not_followed_for_ever()
    {
        Write(1, 1, [.. Enumerable.Repeat((AT_PHDR, 1UL), 2000)]);
        Assert.False(AuxiliaryVector.TryChange(Environment.ProcessId, (ulong)_stack, []));
    }

    private int Write(int arguments, int variables, (ulong Kind, ulong Value)[] pairs)
    {
        new Span<ulong>(_stack, Words).Fill(1);
        int at = 0;
        _stack[at++] = (ulong)arguments;
        at += arguments;
        _stack[at++] = 0;
        at += variables;
        _stack[at++] = 0;
        int start = at;
        foreach ((ulong kind, ulong value) in pairs)
            (_stack[at++], _stack[at++]) = (kind, value);
        return start;
    }

    public void Dispose() => NativeMemory.AlignedFree(_stack);
}
