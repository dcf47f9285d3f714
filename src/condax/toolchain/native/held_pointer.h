// What `unique_ptr` is to the functions of libc++ itself: a pointer, and what destroys its object
// unless it is released. Without the rest of `unique_ptr`, which is as large as a container.
#ifndef _CONDAX_HELD_POINTER_H
#define _CONDAX_HELD_POINTER_H

#include <__config>
#include <__memory/allocator_traits.h>
#include <__utility/forward.h>

#pragma GCC system_header

_LIBCPP_BEGIN_NAMESPACE_STD

template <class _Tp, class _Destroy>
class __held_pointer {
public:
  using pointer = __pointer<_Tp, _Destroy>;

private:
  pointer __held_;
  _Destroy __destroy_; // perhaps a reference

public:
  _LIBCPP_HIDE_FROM_ABI _LIBCPP_CONSTEXPR_SINCE_CXX20 explicit __held_pointer(pointer __held = nullptr) _NOEXCEPT
      : __held_(__held), __destroy_() {}
  _LIBCPP_HIDE_FROM_ABI _LIBCPP_CONSTEXPR_SINCE_CXX20 __held_pointer(pointer __held, _Destroy __destroy) _NOEXCEPT
      : __held_(__held), __destroy_(std::forward<_Destroy>(__destroy)) {}
  _LIBCPP_HIDE_FROM_ABI _LIBCPP_CONSTEXPR_SINCE_CXX20 __held_pointer(__held_pointer&& __other) _NOEXCEPT
      : __held_(__other.release()), __destroy_(std::forward<_Destroy>(__other.__destroy_)) {}
  _LIBCPP_HIDE_FROM_ABI _LIBCPP_CONSTEXPR_SINCE_CXX20 __held_pointer& operator=(__held_pointer&& __other) _NOEXCEPT {
    reset(__other.release());
    __destroy_ = std::forward<_Destroy>(__other.__destroy_);
    return *this;
  }
  _LIBCPP_HIDE_FROM_ABI _LIBCPP_CONSTEXPR_SINCE_CXX20 ~__held_pointer() { reset(nullptr); }

  _LIBCPP_HIDE_FROM_ABI _LIBCPP_CONSTEXPR_SINCE_CXX20 void reset(pointer __held) _NOEXCEPT {
    pointer __before = __held_;
    __held_          = __held;
    if (__before != nullptr)
      __destroy_(__before);
  }
  _LIBCPP_HIDE_FROM_ABI _LIBCPP_CONSTEXPR_SINCE_CXX20 pointer release() _NOEXCEPT {
    pointer __before = __held_;
    __held_          = nullptr;
    return __before;
  }
  _LIBCPP_HIDE_FROM_ABI _LIBCPP_CONSTEXPR_SINCE_CXX20 pointer get() const _NOEXCEPT { return __held_; }
  _LIBCPP_HIDE_FROM_ABI _LIBCPP_CONSTEXPR_SINCE_CXX20 _Tp& operator*() const { return *__held_; }
  _LIBCPP_HIDE_FROM_ABI _LIBCPP_CONSTEXPR_SINCE_CXX20 pointer operator->() const _NOEXCEPT { return __held_; }
  _LIBCPP_HIDE_FROM_ABI _LIBCPP_CONSTEXPR_SINCE_CXX20 _Destroy& get_deleter() _NOEXCEPT { return __destroy_; }
};

_LIBCPP_END_NAMESPACE_STD

#endif
