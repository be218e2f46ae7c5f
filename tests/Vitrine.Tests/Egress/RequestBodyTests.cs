using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Vitrine.Egress;
using Vitrine.Egress.Http;
using Xunit;

namespace Vitrine.Tests.Egress;

/// <summary>What happens when the wait for a body's head ends just as the request does.</summary>
public sealed class RequestBodyTests
{
    public static TheoryData<Exception> Endings =>
        [new ObjectDisposedException("HttpRequestStream"), new IOException("The client reset the request stream."), new OperationCanceledException()];

    [Theory]
    [MemberData(nameof(Endings), DisableDiscoveryEnumeration = true)]
    public async Task A_request_that_is_over_when_its_wait_ends_does_not_end_the_process(Exception ending)
    {
        var context = new DefaultHttpContext();
        context.Features.Set<IRequestBodyPipeFeature>(new EndedBody(ending));
        context.Request.ContentLength = 10;
        var clock = new OneTimer();
        await using var body = new RequestBody(context, new RecordedList(), new HeadBudget(1 << 20), inspection: null);
        // The timer's thread would end the process with what is thrown there; the read says what happened.
        Task read = body.ReadHeadAsync(new DoorLimits(), clock, TestContext.Current.CancellationToken);
        clock.Fire();
        EndedBody.Of(context).End();
        Assert.Same(ending, await Assert.ThrowsAsync(ending.GetType(), () => read));
        Assert.True(clock.IsStopped);
    }

    private sealed class EndedBody(Exception ending) : PipeReader, IRequestBodyPipeFeature
    {
        private readonly TaskCompletionSource<ReadResult> _read = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public PipeReader Reader => this;

        public static EndedBody Of(HttpContext context) => (EndedBody)context.Features.Get<IRequestBodyPipeFeature>()!;

        public void End() => _read.SetException(ending);

        public override void CancelPendingRead() => throw ending;

        public override bool TryRead(out ReadResult result)
        {
            result = default;
            return false;
        }

        public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) => new(_read.Task);

        public override void AdvanceTo(SequencePosition consumed)
        {
        }

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
        {
        }

        public override void Complete(Exception? exception = null)
        {
        }
    }

    private sealed class OneTimer : TimeProvider, ITimer
    {
        private Action? _callback;

        public bool IsStopped { get; private set; }

        public void Fire() => _callback!();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _callback = () => callback(state);
            return this;
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() => IsStopped = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
